"""What runs and when: jobs, plan, daemon, child processes, lock, command line."""
