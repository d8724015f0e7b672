"""What happens when machines fail: processes killed within a write, full disks, clocks that are wrong."""
