"""PyTorch: the same loop, the model by `torch.compile`."""

from scripts.bench.contenders.torch_loop import main

if __name__ == "__main__":
    main(compiled=True)
