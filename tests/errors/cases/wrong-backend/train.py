import wtspec

model = wtspec.build(wtspec.load("main.yaml"))
