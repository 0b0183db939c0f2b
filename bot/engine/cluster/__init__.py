"""The engine over a Ray cluster: replicas of the local engine on other machines.

Ray places, starts, watches and restarts the replicas. The bot's own queue stays the only scheduler:
it gives each replica as many requests as the replica can paint at once.
"""
