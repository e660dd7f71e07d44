"""Why a meeting was as it was. The rules are pure; `service` alone reads the store."""
