"""The rules of Huiyin: standard library only, no Telegram, no SQL, no clock, no human text."""
