"""What a training costs each device, in memory and in what devices exchange."""
