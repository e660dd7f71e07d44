"""The relay: coturn as part of the stack, for networks that let nothing but HTTPS or one UDP port out."""
