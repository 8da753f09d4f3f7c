"""Where and why YAML's parser stopped, said in human words."""
