#!/usr/bin/env python3
"""The peer: what one would write in Python to take the numbers out of reports.

usage: peer.py FILES...

Prints one JSON object a file: its characters and every number mention with place,
value in base units, unit, comparison, the noun it counts and the verb before it.
Segmentation and parts of speech are jieba's, Chinese numerals cn2an's, the rest is
regular expressions, compiled once. A sentence is only segmented if the expressions
find a number in it, because segmentation is what takes the time.

The last line on standard error is a JSON object: seconds of loading (modules,
dictionary, tagger) and of work (first file opened to last byte written), the work's
processor seconds, and how many characters were segmented.
"""
import time

STARTED = time.perf_counter()

import json
import re
import sys
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

import cn2an
import jieba
import jieba.posseg

# Places stay places: full-width digits and signs fold to half-width one for one.
FOLDED = str.maketrans("０１２３４５６７８９．％－～﹪", "0123456789.%-~%")
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
BASE_UNITS = {"百分点": "个百分点", "多个百分点": "个百分点", "番": "倍", "成": "%"}


def longest_first(words):
    return "|".join(re.escape(word) for word in sorted(set(words.split()), key=len, reverse=True))


# Measure words and units that may follow digits.
UNITS = longest_first("""
个百分点 百分点 % ‰ 成 倍 番 元 美元 欧元 港元 日元 个 项 家 户 所 座 处 条 件 张 套 间 栋 幢 部 辆 台 台套
艘 架 列 班 班次 架次 列次 车次 趟 场 场次 次 人次 户次 人天 人 名 位 对 组 支 只 头 羽 尾 株 棵 亩 公顷
平方米 平方公里 平方千米 立方米 公里 千米 米 海里 厘米 毫米 斤 公斤 吨 吨标准煤 吨标煤 千克 克
微克/立方米 毫克/升 千瓦 兆瓦 吉瓦 千瓦时 度 千伏 千伏安 升 标箱 标准箱 箱 票 单 笔 份 篇 册 本 集 种
类 款 批 批次 门 科 床 床位 宗 起 例 片 块 级 档 环节 岁 年 年级 个月 月 周 天 日 个工作日 工作日 小时
分钟 秒 点 P EFlops PFlops EFLOPS PFLOPS TB PB Tbps Gbps 兆 刻钟 村 镇 县 市 区 国 校 店 企 院 馆 园 站
点位 口 眼 盏 根 段 层 期 届 号 版 轮 代 卷 线 强 路 桶 页 幅 颗 枚 瓶 航班 航线 字 章
""")
# Measure words after which a Chinese numeral counts.
HAN_UNITS = longest_first("""
个百分点 百分点 % 元 个 项 家 户 所 座 处 条 件 张 套 间 栋 部 辆 台 艘 架 列 班次 场 次 人次 人 名 位 支 头
亩 公顷 平方米 平方公里 立方米 公里 斤 公斤 吨 千瓦 千瓦时 份 册 种 类 款 倍 年 个月 天 小时 分钟 刻钟 大 篇
门 期 届 轮 代 级 号 方面 条线 章 步 镇 县 村 区 强 院 馆 中心
""")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# A multiplier that opens a unit of its own (千瓦, 百分点) is none.
SCALE = r"(?:[十百千]?万?亿|[百千十]?万|千(?![瓦米克伏卡])|百(?!分))"
UNIT = rf"(?:{UNITS})(?:/[百千万亿]*(?:{UNITS})|[（(](?:{UNITS})[）)])?"
HAN = "[〇零一二三四五六七八九十百千万亿两]"

NUMBER = re.compile(
    rf"""
      (?P<low>{DIGITS}) [ \u3000]* (?P<low_many>[多余])? (?P<low_scale>{SCALE})? (?P<low_many2>[多余])?
        [ \u3000]* (?P<low_unit>{UNIT})?
        (?: [ ]* [-—–~至到]{{1,2}} [ ]*
            (?P<high>{DIGITS}) [ \u3000]* (?P<high_scale>{SCALE})? [ \u3000]* (?P<high_unit>{UNIT})? )?
    | 翻 (?P<doublings>{HAN}?) 番
    | (?P<below>{HAN}+) 分之 (?P<above>{HAN}+(?:点{HAN}+)?)
    | (?P<half>一半|(?<=[减过降])半(?![年天月]))
    | (?P<tenths>[一二三四五六七八九])成(?![为效果立长就本])
    | 第 [ ]* (?P<ordinal>\d+|{HAN}+) (?P<ordinal_unit>{UNIT})?
    | (?P<han>{HAN}+) (?P<han_many>[多余])?
        (?: [至到] (?P<han_high>{HAN}+) )? (?P<han_unit>{HAN_UNITS})
    """,
    re.VERBOSE,
)
# Semicolons part clauses that share no subject, so they end a sentence here.
SENTENCE = re.compile(r"[^。！？!?；;\n]+")
# Chinese numerals that count nothing although a measure word follows.
IDIOM = re.compile(
    r"一(?:个个|次次|件一件|体|批|系列|流|些|种|般|步|起|直|切|定|致|方面|代|级|场|条龙|张|道|项项|位|家|户|件件|片|线|号|轮|类|次性|章|人|年一度|大批|年来)"
    r"|万(?:家|户|里|人空巷)|千(?:家|方|万家)|百(?:家|年|强|姓)|十足|两(?:岸|翼|手|端)"
)
COMPARED_AFTER = [
    (">=", re.compile(r"[ ]*(?:及?以上|之上|[多余])")),
    ("<=", re.compile(r"[ ]*(?:及?以[内下]|之[内下])")),
    ("~", re.compile(r"[ ]*(?:左右|上下)")),
]
COMPARED_BEFORE = [
    ("<=", re.compile(r"(?:不超过?|不高于|不多于|不大于|控制[在到]|压[缩减][至到]|低于|小于|少于|下降到)[ ]*$")),
    (">=", re.compile(r"(?:不低于|不少于|不小于|至少|高于|多于|大于|超过?|超出|突破|冲刺)[ ]*$")),
    ("~", re.compile(r"(?:大?约|将?近|接近)[ ]*$")),
]
NUMERAL_TAGS = ("m", "mq", "mg", "q", "t", "x")
NOUN_TAGS = ("n", "vn", "an", "l", "j", "eng", "nz", "b", "f", "s", "uj", "i")


def han_value(words):
    """A Chinese numeral's value; None if it is none (千万 as a word)."""
    try:
        return Decimal(str(cn2an.cn2an(words, "smart")))
    except ValueError:
        pass
    value = 1
    for sign in words:
        if sign not in SCALES:
            return None
        value *= SCALES[sign]
    return Decimal(value)


def scaled(digits, scale):
    value = Decimal(digits.replace(",", ""))
    for sign in scale or "":
        value *= SCALES[sign]
    return value


def measured(match):
    """Value, upper value, unit and 'at least' of a match; None if it is no number."""
    group = match.groupdict()
    if group["low"]:
        unit = group["high_unit"] or group["low_unit"] or ""
        many = bool(group["low_many"] or group["low_many2"])
        low, high = scaled(group["low"], group["low_scale"]), None
        if group["high"]:
            high = scaled(group["high"], group["high_scale"])
            if not group["low_scale"] and not group["low_unit"]:
                low = scaled(group["low"], group["high_scale"])
        if unit == "成":
            low, high = low * 10, high and high * 10
        return low, high, unit, many
    if group["doublings"] is not None:
        times = han_value(group["doublings"]) if group["doublings"] else Decimal(1)
        return None if times is None or times > 9 else (2**times, None, "倍", False)
    if group["below"]:
        below, above = han_value(group["below"]), han_value(group["above"])
        return (above * 100 / below, None, "%", False) if below and above is not None else None
    if group["half"]:
        return Decimal(50), None, "%", False
    if group["tenths"]:
        return han_value(group["tenths"]) * 10, None, "%", False
    if group["ordinal"]:
        words = group["ordinal"]
        value = Decimal(words) if words.isdigit() else han_value(words)
        return None if value is None else (value, None, group["ordinal_unit"] or "", False)
    low = han_value(group["han"])
    high = han_value(group["han_high"]) if group["han_high"] else None
    return None if low is None else (low, high, group["han_unit"], bool(group["han_many"]))


def comparison(sentence, start, end, high, many):
    """The comparison that the words around a number make, and where those behind it end."""
    for sign, words in COMPARED_AFTER:
        if behind := words.match(sentence, end):
            return sign, behind.end()
    before = sentence[max(0, start - 6) : start]
    for sign, words in COMPARED_BEFORE:
        if words.search(before):
            return sign, end
    return "range" if high is not None else ">=" if many else "=", end


def surroundings(tokens, starts, start, end):
    """The noun phrase that the number counts and the verb before it, within its clause."""
    nouns, action = [], ""
    first = next((at for at, place in enumerate(starts) if place >= start), len(tokens))
    for token in reversed(tokens[:first]):
        if token.flag == "x" and token.word.strip():
            break
        if token.flag.startswith(NOUN_TAGS) and not action:
            nouns.insert(0, token.word)
        elif token.flag == "v":
            action = action or token.word
    if not nouns:
        for token, place in zip(tokens[first:], starts[first:]):
            if place < end:
                continue
            if not token.flag.startswith(NOUN_TAGS):
                break
            nouns.append(token.word)
    return "".join(nouns).strip("的"), action


def plain(value):
    """A Decimal as a JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def numbers(text):
    """Every number mention of a text, and how many characters had to be segmented."""
    found, segmented = [], 0
    text = text.translate(FOLDED)
    for piece in SENTENCE.finditer(text):
        sentence = piece.group()
        matches = list(NUMBER.finditer(sentence))
        if not matches:
            continue
        tokens = jieba.posseg.lcut(sentence)
        starts = [0, *accumulate(len(token.word) for token in tokens)][:-1]
        token_at = dict(zip(starts, tokens))
        segmented += len(sentence)
        for match in matches:
            start, end = match.span()
            if match["han"]:
                # A numeral inside a word (统一个) or a word of another kind (四川) counts nothing.
                token = token_at.get(start)
                if token is None or token.flag not in NUMERAL_TAGS or IDIOM.match(sentence, start):
                    continue
            measure = measured(match)
            if measure is None:
                continue
            value, high, unit, many = measure
            sign, behind = comparison(sentence, start, end, high, many)
            subject, action = surroundings(tokens, starts, start, behind)
            found.append({
                "mention": sentence[start:end].rstrip(),
                "start": piece.start() + start,
                "end": piece.start() + start + len(sentence[start:end].rstrip()),
                "value": plain(value),
                "value2": plain(high),
                "unit": BASE_UNITS.get(unit, unit),
                "op": sign,
                "subject": subject,
                "action": action,
            })
    return found, segmented


def read(path):
    """A report's text: UTF-8, else the Chinese national encoding; line ends as \\n."""
    octets = Path(path).read_bytes()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = octets.decode("gb18030")
    return text.replace("\r\n", "\n")


def main(paths):
    jieba.setLogLevel("WARNING")
    jieba.dt.tmp_dir = sys.prefix  # jieba keeps its built dictionary here between runs
    jieba.initialize()
    jieba.posseg.lcut("加载")
    loaded, processor = time.perf_counter(), time.process_time()
    segmented = 0
    for path in paths:
        text = read(path)
        found, here = numbers(text)
        segmented += here
        line = {"file": path, "characters": len(text), "numbers": found}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    clock = {
        "load": loaded - STARTED,
        "work": time.perf_counter() - loaded,
        "work_processor": time.process_time() - processor,
        "segmented": segmented,
    }
    print(json.dumps(clock), file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: peer.py FILES...")
    main(sys.argv[1:])
