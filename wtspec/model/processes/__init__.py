"""One program on several processes and hosts: how they meet, agree, and hear of an end."""
