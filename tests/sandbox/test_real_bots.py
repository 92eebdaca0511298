"""Whole bots of both libraries, polling as they do in the world."""

import asyncio
from typing import Any

import aiogram
from aiogram.types import CallbackQuery, Message
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from sandbox.app import Sandbox
from sandbox.people import TOKEN
from tests.sandbox.samples import keyboard


async def test_aiogram_bot_talks(sandbox: Sandbox, bot: aiogram.Bot) -> None:
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"You said {message.text}", reply_markup=keyboard("Again"))

    @dispatcher.callback_query()
    async def again(query: CallbackQuery) -> None:
        await query.answer()
        assert isinstance(query.message, Message)
        await query.message.edit_text("And again")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    await _talk(sandbox)
    await dispatcher.stop_polling()
    await polling


async def test_python_telegram_bot_talks(sandbox: Sandbox) -> None:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])
        await update.message.reply_text(f"You said {update.message.text}", reply_markup=markup)

    async def again(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("And again")

    base = sandbox.api_base
    built = Application.builder().token(TOKEN).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
    application: Application[Any, Any, Any, Any, Any, Any] = built
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.add_handler(CallbackQueryHandler(again))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await _talk(sandbox)
        await application.updater.stop()
        await application.stop()


async def _talk(sandbox: Sandbox) -> None:
    ana = sandbox.phone("Ana")
    await ana.sends("hello")
    await ana.sees("You said hello")
    await ana.presses("Again")
    assert (await ana.sees("And again")).is_edited
