"""From a parsed document to what it says: mentions, chains, relations, events and claims, each with its sentence."""
