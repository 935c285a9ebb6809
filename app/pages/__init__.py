"""The pages people use: server-rendered, in Korean, working without script."""
