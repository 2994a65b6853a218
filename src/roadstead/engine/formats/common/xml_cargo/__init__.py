"""What the XML forms of cargo share: values of an element as texts, counts, masses and times; modes of transport."""
