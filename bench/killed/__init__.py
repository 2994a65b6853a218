"""Messages between two states while web server, worker, sender and database are killed by SIGKILL: none is lost, none
is there twice."""
