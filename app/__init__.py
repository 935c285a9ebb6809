"""이음 Ieum: public-procurement matchmaking for the social economy."""
