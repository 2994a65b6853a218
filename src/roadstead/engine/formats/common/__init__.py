"""Parts that several formats share: notes of a reader, quantities, XML forms, views of a reading."""
