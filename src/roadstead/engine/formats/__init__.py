"""Message and list formats that are read or written, one package per format, recognised by content."""
