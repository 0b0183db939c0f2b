"""What the operator needs: logs, metrics, health checks, bans and limits, retention."""
