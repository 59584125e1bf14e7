"""What changes how people sign in: sessions, second factors, invitations and new passwords."""
