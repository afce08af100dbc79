"""Eyes on APIs: the role for their logs, alarms and dashboards."""
