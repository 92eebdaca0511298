"""A bare python-telegram-bot that answers every message by one and stores nothing."""

import gc
import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message:
        await context.bot.send_message(update.message.chat_id, update.message.text or "")


def main(base: str, token: str) -> None:
    application = ApplicationBuilder().token(token).base_url(f"{base}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    gc.collect()
    gc.freeze()
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
