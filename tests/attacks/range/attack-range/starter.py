class NGramModel:
    pass
