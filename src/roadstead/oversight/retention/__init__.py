"""How long data are kept: clocks, holds, masking, deletion with proof, requests of data subjects, incidents."""
