"""What people decide: alerts and cases."""
