"""What workers send besides text: fetched, cleaned apart from the bot, sent on under a neutral name."""
