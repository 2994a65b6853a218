"""Pure: how far what stands in the directory can be relied on."""
