"""Data retention: schedules, holds, masking, deletion with proof, data subject requests, incidents."""
