"""Parts of every API: refusals and errors, the OpenAPI document and its page, limits."""
