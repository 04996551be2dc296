"""Makes whole releases as courts, police, customs, hospitals, grids and stations write them, with figures that add up.

Independent of zhnews: every rate, share, total and mean is worked out here from what stands beside it, rounded once.
What merely stands near other figures (a mean per judge, a share of something else, sorts that overlap, a span of years
beside 比上年) is what a check may take for a part and must not.
"""

from __future__ import annotations

import random


def _parts(rng: random.Random, whole: int, count: int) -> list[int]:
    """Part a whole at random."""
    cuts = sorted(rng.sample(range(1, whole), count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def _grown(rng: random.Random, level: float) -> tuple[float, float]:
    """Give a level of the year before and the growth from it in percent."""
    before = level / rng.uniform(1.02, 1.3)
    return before, 100 * (level - before) / before


def court(rng: random.Random) -> str:
    """Write of cases taken and closed."""
    taken = rng.randint(20000, 140000)
    closed = rng.randint(int(taken * 0.8), taken - 9)
    judges = rng.randint(180, 420)
    civil, criminal, other = _parts(rng, closed, 3)
    mediated = rng.randint(civil // 5, civil // 2)
    jailed = (criminal + 90) // 3
    return (
        f"全市法院受理案件{taken}件，审执结{closed}件，结案率{100 * closed / taken:.2f}%，同比提高1.05个百分点；"
        f"法官人均结案{closed // judges}件，同比增加21件。\n"
        f"审结民事案件{civil}件，其中离婚纠纷案件{civil // 4}件，婚姻家庭案件{civil // 2}件，"
        f"合同案件{civil * 2 // 5}件；调解撤诉{mediated}件，调撤率{100 * mediated / civil:.1f}%。\n"
        f"审结刑事案件{criminal}件，判处罪犯{criminal + 90}人，其中判处五年以上有期徒刑的{jailed}人，"
        f"占{100 * jailed / (criminal + 90):.1f}%；审结行政案件{other}件。"
        f"一审服判息诉率由{rng.uniform(85, 88):.2f}%提高到{rng.uniform(89, 93):.2f}%，比上年提高0.46个百分点。"
    )


def police(rng: random.Random) -> str:
    """Write of cases solved, patrols and accidents."""
    opened = rng.randint(900, 9000)
    solved = rng.randint(opened // 2, opened - 5)
    before, after = rng.randint(60, 90), rng.randint(20, 50)
    online, theft, rest = _parts(rng, solved, 3)
    driven = rng.randint(2000, 9000)
    return (
        f"今年以来，全市立刑事案件{opened}起，破获{solved}起，破案率{100 * solved / opened:.1f}%，命案破案率100%。"
        f"其中，诈骗案件{online}起，盗窃案件{theft}起，其他案件{rest}起。\n"
        f"查处酒驾{driven}起，其中醉驾{driven // 4}起；查处超载{driven * 4}起，超员{driven // 3}起。"
        f"亡人事故由去年的{before}起降至{after}起，下降{100 * (before - after) / before:.1f}%。\n"
        f"派出所平均到场时间由9分40秒缩短至{rng.randint(5, 8)}分{rng.randint(10, 50)}秒，群众满意率"
        f"{rng.uniform(95, 99):.2f}%，较上年提升0.46个百分点。追赃挽损{rng.randint(3, 9)}000余万元，"
        f"返还群众{rng.randint(300, 2900)}万元。"
    )


def customs(rng: random.Random) -> str:
    """Write of trade by direction, kind and owner."""
    out, into = round(rng.uniform(1200, 2600), 1), round(rng.uniform(500, 1100), 1)
    whole = round(out + into, 1)
    _, growth = _grown(rng, whole)
    general = round(whole * rng.uniform(0.5, 0.7), 1)
    private = round(whole * rng.uniform(0.5, 0.7), 1)
    foreign = round((whole - private) * 0.6, 1)
    union, bloc = round(whole * 0.19, 1), round(whole * 0.17, 1)
    return (
        f"前三季度，全省进出口{whole}亿元，比去年同期（下同）增长{growth:.1f}%。其中，出口{out}亿元，"
        f"增长{rng.uniform(1, 9):.1f}%；进口{into}亿元，下降{rng.uniform(1, 9):.1f}%；贸易顺差{out - into:.1f}亿元。\n"
        f"一般贸易进出口{general}亿元，占进出口总值{whole}亿元的{100 * general / whole:.1f}%，"
        f"比重较去年同期提升{rng.uniform(0.2, 3):.1f}个百分点；加工贸易进出口{whole * 0.2:.1f}亿元。\n"
        f"民营企业进出口{private}亿元，占{100 * private / whole:.1f}%；外商投资企业进出口{foreign}亿元，"
        f"占{100 * foreign / whole:.1f}%。对东盟进出口{union}亿元，占{100 * union / whole:.1f}%，其中对越南"
        f"{union / 4:.1f}亿元；对共建国家进出口{whole * 0.6:.1f}亿元；对欧盟{bloc}亿元。"
        f"机电产品出口{out * 0.6:.1f}亿元，占出口总值的60%；高新技术产品出口{out * 0.45:.1f}亿元；"
        f"“新三样”产品出口{out * 0.11:.1f}亿元，拉动出口增长{rng.uniform(0.5, 3):.1f}个百分点。"
    )


def hospital(rng: random.Random) -> str:
    """Write of hospitals, beds and visits."""
    public, private = rng.randint(90, 200), rng.randint(150, 400)
    beds = round(rng.uniform(4, 9), 2)
    before, after = round(rng.uniform(6.2, 6.9), 2), round(rng.uniform(7.0, 7.8), 2)
    doctors, nurses = rng.randint(20000, 40000), rng.randint(30000, 50000)
    people = rng.randint(600, 900)
    patients = rng.randint(20, 60)
    cost = rng.randint(3000, 9000)
    return (
        f"2023年末，全市共有医院{public + private}家，其中公立医院{public}家，民营医院{private}家；"
        f"三级医院{public // 5}家，二级医院{public // 2}家。"
        f"医院床位{beds}万张，其中公立医院床位占{rng.uniform(68, 80):.1f}%。\n"
        f"每千人口床位由2022年的{before}张增至{after}张，增长{100 * (after - before) / before:.1f}%。"
        f"执业（助理）医师{doctors / 1e4:.2f}万人，每千人口{doctors / people / 10:.2f}人；"
        f"注册护士{nurses / 1e4:.2f}万人，每千人口{nurses / people / 10:.2f}人。\n"
        f"出院{patients}万人，出院患者人均医药费用{cost}元，人均药费{cost // 4}元，药占比25%，"
        f"比上年下降{rng.uniform(0.2, 2):.1f}个百分点。医疗救助支出{patients * 100}万元，资助参保{patients}万人。"
        f"居民电子健康档案建档率由{rng.uniform(60, 80):.1f}%提高到92.4%，较上年提高{rng.uniform(0.2, 3):.1f}个百分点。"
    )


def grid(rng: random.Random) -> str:
    """Write of the power made and used."""
    farm, made, served, homes = (round(rng.uniform(*ends), 1) for ends in ((9, 20), (300, 500), (90, 160), (90, 160)))
    whole = round(farm + made + served + homes, 1)
    before, growth = _grown(rng, whole)
    thermal, water = round(whole * 0.6, 1), round(whole * 0.15, 1)
    peak = rng.randint(900, 1500)
    return (
        f"1至7月份，全社会用电量{whole}亿千瓦时，同比增长{growth:.1f}%。第一、二、三产业用电量分别为{farm}亿千瓦时、"
        f"{made}亿千瓦时和{served}亿千瓦时，城乡居民生活用电量{homes}亿千瓦时。\n"
        f"其中，高技术制造业用电量{made * 0.2:.1f}亿千瓦时，充换电服务业用电量{served * 0.1:.1f}亿千瓦时。\n"
        f"发电量{whole * 1.1:.1f}亿千瓦时，其中火电{thermal}亿千瓦时，水电{water}亿千瓦时，"
        f"风电{water / 2:.1f}亿千瓦时。最高负荷{peak}万千瓦，"
        f"比去年最高值高{peak // 20}万千瓦，日最大用电量{peak * 2 / 100:.2f}亿千瓦时。"
        f"去年同期全社会用电量为{before:.1f}亿千瓦时。新能源装机占比由{rng.uniform(28, 31):.1f}%提高到39.6%，"
        f"比去年底提高{rng.uniform(0.3, 3):.1f}个百分点。"
    )


def station(rng: random.Random) -> str:
    """Write of passengers on a holiday."""
    days = rng.choice([3, 5, 7, 8])
    road, rail, air = (round(rng.uniform(*ends), 1) for ends in ((40, 99), (30, 90), (5, 20)))
    whole = round(road + rail + air, 1)
    into, out = round(rng.uniform(90, 130), 1), round(rng.uniform(90, 130), 1)
    first = rng.randint(1, 15)
    flights = rng.randint(900, 1500)
    return (
        f"假期（10月{first}日至{first + days - 1}日）{days}天，全市共发送旅客{whole}万人次，同比增长8.2%，"
        f"日均{whole / days:.1f}万人次。其中，公路{road}万人次，铁路{rail}万人次，民航{air}万人次。\n"
        f"全市高速公路流量{into + out:.1f}万辆次，其中入口{into}万辆次，出口{out}万辆次，新能源车占21.5%；"
        f"充电{rng.randint(20, 90)}万千瓦时，日均{rng.randint(2, 9)}万千瓦时。\n"
        f"机场起降航班{flights}架次，运送旅客{air}万人次，"
        f"同比分别增长{rng.uniform(2, 9):.1f}%、{rng.uniform(2, 9):.1f}%。"
        f"收到投诉{flights // 10}件，办结{flights // 10}件，办结率100%，满意率98.5%。"
    )


REGISTERS = (court, police, customs, hospital, grid, station)


def make_register(rng: random.Random) -> str:
    """Make a clean release of one register."""
    return rng.choice(REGISTERS)(rng)
