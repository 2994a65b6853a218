"""Parts shared by the XML formats of cargo: element values as texts, counts, masses and times; modes of transport."""
