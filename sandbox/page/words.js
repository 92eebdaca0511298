// The page's own words. What people and the bot write is theirs.

const WORDS = {
  en: {
    title: "Telegram on the desk", time: "Time in the sandbox", hour: "+1 h", day: "+1 day",
    deadline: "To the next deadline", noDeadline: "No deadline known", faults: "Faults", other: "中文",
    waiting: "Nobody is here yet.", waitingHint: "People appear as soon as a scene is set, for example by the demo.",
    bot: "bot", members: (n) => `${n} members`, typing: "typing…", edited: "edited", onlyYou: "Only you see this",
    write: "Message", send: "Send", attach: "Attach", keyboard: "Keyboard", commands: "Commands", start: "START",
    unblock: "Unblock", block: "Block the bot", deleteChat: "Delete this chat", more: "More", language: "Language",
    photo: "Sample photo", album: "Sample album", voice: "Sample voice note", file: "Choose a file…",
    reply: "Reply", edit: "Edit", cancel: "Cancel", replyTo: "Reply to", editing: "Editing", close: "Close",
    notIn: "The bot is not in this group.", addBot: "Add the bot", empty: "No messages yet.",
    joined: (name) => `${name} joined`, left: (name) => `${name} left`, upgraded: "The group is now a supergroup",
    kind: "What goes wrong", method: "Method", times: "How often", retry: "retry_after, seconds", add: "Switch it on",
    clear: "Switch all off", none: "Everything works.", limits: "Sending limits", strict: "Refuse with 429 as Telegram does",
    perSecond: "most in a second", perChat: "most in a second in one chat", perMinute: "most in a minute in a group",
    violations: "limits broken", lost: "The sandbox is out of reach. Trying again…", spoiler: "Show",
    faultsHint: "The bot must survive all of these without losing a word or saying it twice.",
    kinds: {
      429: "429 Too many requests", 500: "500 Server error", "502html": "502 with a web page", timeout: "No answer",
      drop: "Done, but the connection breaks", slow: "Done, but slowly", duplicate: "Updates come twice",
      reorder: "Updates come newest first",
    },
  },
  zh: {
    title: "桌上的 Telegram", time: "沙盒时间", hour: "+1 小时", day: "+1 天",
    deadline: "到下一个期限", noDeadline: "暂无期限", faults: "故障", other: "English",
    waiting: "这里还没有人。", waitingHint: "场景布置好以后，人就会出现，比如运行演示。",
    bot: "机器人", members: (n) => `${n} 位成员`, typing: "正在输入…", edited: "已编辑", onlyYou: "只有你能看到",
    write: "消息", send: "发送", attach: "附件", keyboard: "键盘", commands: "命令", start: "开始",
    unblock: "解除屏蔽", block: "屏蔽机器人", deleteChat: "删除此聊天", more: "更多", language: "语言",
    photo: "示例照片", album: "示例相册", voice: "示例语音", file: "选择文件…",
    reply: "回复", edit: "编辑", cancel: "取消", replyTo: "回复", editing: "编辑中", close: "关闭",
    notIn: "机器人不在这个群里。", addBot: "加入机器人", empty: "还没有消息。",
    joined: (name) => `${name} 加入了`, left: (name) => `${name} 离开了`, upgraded: "群已升级为超级群",
    kind: "出什么问题", method: "方法", times: "几次", retry: "retry_after（秒）", add: "开启故障",
    clear: "全部关闭", none: "一切正常。", limits: "发送限额", strict: "像 Telegram 一样用 429 拒绝",
    perSecond: "一秒内最多", perChat: "同一聊天一秒内最多", perMinute: "群内一分钟最多",
    violations: "超限次数", lost: "连不上沙盒，正在重试…", spoiler: "显示",
    faultsHint: "机器人要挺过这些故障：一个字不丢，一句话不重复。",
    kinds: {
      429: "429 请求过多", 500: "500 服务器错误", "502html": "502 返回网页", timeout: "没有回应",
      drop: "已执行但连接断开", slow: "已执行但很慢", duplicate: "更新重复到达", reorder: "更新倒序到达",
    },
  },
};

let current = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

/** The page's word for this name, in the language chosen now. */
export const t = (name) => WORDS[current][name];

export const pageLanguage = () => current;

export function switchLanguage() {
  current = current === "zh" ? "en" : "zh";
}

export const LANGUAGES = {
  en: "English", "zh-hans": "简体中文", vi: "Tiếng Việt", id: "Bahasa Indonesia", es: "Español", my: "မြန်မာ",
  bn: "বাংলা", hi: "हिन्दी", fr: "Français", ar: "العربية",
};
