"""Messages and lists in every form that is read or written, one folder a form, recognised by their content."""
