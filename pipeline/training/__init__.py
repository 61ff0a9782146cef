"""How the classifier of causes is trained again: phrases in, weights and their card out."""

from pipeline.training.train import TRAINING, train_classifier

__all__ = ["TRAINING", "train_classifier"]
