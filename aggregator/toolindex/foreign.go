package toolindex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// foreign lists words of other languages behind the English of the same meaning: tools described in Chinese, Japanese or Russian are asked for in English, and the
// other way round. It holds general vocabulary: what is done, with what, of what kind; names only of what half the world uses.
const foreign = `
weather 天气 气象 気象 天気 погода
forecast 预报 予報 прогноз
temperature 温度 气温 температура
news 新闻 快讯 ニュース новости
news information 资讯
article 文章 記事 статья
trending hot ranking 热榜
hot popular trending 热门
trending hot search 热搜
hot trending 热点
ranking 排行 排名
ranking list 榜单
rank ranking рейтинг
train 火车 列车
train highspeed 高铁
train railway 鉄道 поезд
station 车站 站点 駅
ticket train 车票
ticket available 余票
ticket 票务 билет
flight 航班 飞行 рейс
hotel 酒店 宾馆 отель
cancel 取消 キャンセル отменить
travel trip 旅行 出行 путешествие
travel tourism 旅游
route 路线 маршрут
path 路径
map 地图 карта
location 位置
place location 地点
location place место
address 地址 адрес
city 城市 город
distance 距离
stock 股票 股市 株価 акции
fund 基金
price 价格 单价 价钱 цена
exchange rate 汇率
currency 货币
currency exchange валюта
finance 金融 财经
bank 银行 банк
company 公司 компания
company business 企业
calendar 日历 カレンダー календарь
almanac calendar 黄历
lunar calendar 农历
date 日期 дата
time 时间 時間 время
birth 出生 生日
bazi fortune 八字
fortune 命理
fortune astrology horoscope 运势 算命 占い гороскоп
constellation horoscope 星座
file 文件 ファイル файл
directory 目录
folder directory папка
document 文档 文書 документ
image picture 图片 画像 изображение картинка
image 图像
photo 照片
video 视频 動画 видео 哔哩
music 音乐
song 歌曲
music song 音楽 музыка песня
movie 电影
movie film 映画 фильм
book 书籍 图书 книга
game 游戏 ゲーム игра
card 卡片 卡牌
recipe 菜谱 食谱 レシピ рецепт
dish 菜品
dish cook food 做菜 料理 блюдо еда
cooking 烹饪
food 食物 美食
ingredient 食材 原料 材料
recommend 推荐 おすすめ рекомендовать
search 搜索 検索 поиск найти искать
query search 查询
find search 查找
search retrieve 检索
get fetch 获取
get 取得 получить
list 列表 列出 一覧 список
create 创建 作成 создать
create new 新建
delete 删除 削除 удалить
update 更新 обновить изменить
update edit 修改
send 发送 送信 отправить
read 读取 прочитать читать
reading 阅读
write 写入 编写 записать написать
download 下载 скачать
upload 上传 загрузить
execute run 执行
run 运行
run execute запустить выполнить
convert 转换 変換 конвертировать
calculate compute 计算
calculate 計算 вычислить посчитать
analyze analysis 分析 анализ
translate 翻译
translate translation 翻訳 перевод перевести
summarize 总结
summary 摘要
summarize summary 要約 сводка
generate 生成 сгенерировать
message 消息 メッセージ сообщение
information 信息
email 邮件 邮箱
email mail メール письмо почта
user 用户 ユーザー пользователь
account 账户 账号 счет аккаунт
password 密码 пароль
data 数据 データ данные
database 据库 база 数据库
table spreadsheet 表格
table таблица
chart 图表 график
code 代码 код
project 项目 проект
task 任务 задача
event 活动 事件 событие
meeting 会议 встреча
order 订单 заказ
product 产品 товар
product goods 商品
shopping 购物 покупка
comment review 评论
review отзыв 评测
health 健康
medical 医疗
health medical здоровье
doctor 医生 врач
medicine drug 药品
drug medicine 药物 лекарство
law legal 法律
law закон
job 工作 职位 работа
school 学校 школа
history historical 历史
history 歴史 история
web page 网页
website 网站
web website page сайт страница
link url 链接
url link ссылка
question answer 问答
zhihu 知乎
douyin tiktok 抖音
technology 科技 技术
digital electronics 数码
details 详情
detailed 详细
name 名称 名字 имя 姓名
number 号码 数字 число
today 今天 今日 сегодня
latest 最新 последние
view show 查看
return 返回
add 添加 新增 增加
insert 插入
remove 移除
clear 清空
edit 编辑
set 设置
configuration 配置
save 保存
open 打开
close 关闭
start 启动
stop 停止
restart 重启
receive 接收
publish 发布
submit 提交
import 导入
export 导出
copy 复制
move 移动
rename 重命名
merge 合并
split 拆分
statistics 统计
compare 比较 对比
check 检查
verify validate 验证
test 测试
forecast predict 预测
recognize 识别
extract 提取
parse 解析
sort 排序
filter 筛选 过滤
monitor 监控
login 登录
register 注册
subscribe 订阅
like 点赞
favorite 收藏
share 分享
buy 购买
pay payment 支付
book booking 预订
folder 文件夹
text 文本
content 内容
title 标题
paragraph 段落
screenshot 截图
audio 音频
tv series 电视剧
variety show 综艺
animation 动画
anime 动漫
novel book 小说
literature 文学
reading book 读书
ranking chart 排行榜
trend 趋势
topic 话题
discussion 讨论
community 社区
forum 论坛
blog 博客
social 社交
media 媒体
weibo 微博
wechat 微信
bilibili 哔哩哔哩
douban 豆瓣
toutiao headlines 头条
baidu 百度
tencent 腾讯
netease 网易
aliyun cloud 阿里云
taobao shopping 淘宝
jingdong shopping 京东
discount deal 优惠
promotion 促销
consumer shopping 消费
inventory stock 库存
logistics 物流
express delivery 快递
takeout delivery 外卖
phone mobile 手机
computer 电脑
device 设备
software 软件
application app 应用
program 程序
repository 仓库
development 开发
developer 开发者
api interface 接口
field column 字段
record log 记录
log 日志
cache 缓存
server 服务器
service 服务
network 网络
browser 浏览器
domain 域名
internet 互联网
ai artificial intelligence 人工智能
model 模型
algorithm 算法
cloud 云
security 安全
vulnerability 漏洞
permission 权限
character role 角色
team 团队 球队
member 成员
organization 组织
department 部门
employee 员工
customer 客户
contact 联系人
sms message 短信
notification 通知
schedule 日程
todo 待办
reminder 提醒
note 笔记
tomorrow 明天
current 当前
realtime live current 实时
year 年
week 星期
air quality 空气质量
province 省份
country 国家
region area 地区
coordinates 坐标
latitude longitude coordinates 经纬度
navigation directions 导航
traffic transportation 交通
bus 公交
metro subway 地铁
train station 火车站
flight ticket 机票
airport 机场
attraction 景点
departure 出发
arrival 到达
transfer interline 中转
route stops 途经
restaurant 餐厅
cuisine 菜系
meal 膳食
cooking recipe 做法
step 步骤
hospital 医院
disease 疾病
sports exercise 运动
sports 体育
football soccer 足球
basketball 篮球
match game 比赛
match event 赛事
player 玩家
guide 攻略
skill 技能
equipment 装备
hero champion 英雄
education 教育
learning study 学习
course 课程
student 学生
exam 考试
paper 论文
academic 学术
research 研究
economy 经济
futures 期货
index 指数
market quote 行情
change 涨跌
market cap 市值
financial 财务
profit 利润
investment 投资
insurance 保险
tax 税
car auto 汽车
real estate house 房产
government 政府
policy 政策
international 国际
military 军事
culture 文化
art 艺术
design 设计
color 颜色
font 字体
style 样式
layout 布局
component 组件
button 按钮
template 模板
presentation slides 演示文稿
slide 幻灯片
bar chart 柱状图
line chart 折线图
pie chart 饼图
scatter chart 散点图
mind map 思维导图
flowchart 流程图
word cloud 词云
qr code 二维码
solar calendar 阳历 公历
gender 性别
description 描述
status 状态
type 类型
category 分类
tag label 标签
keyword 关键字 关键词
number id 编号
number count 数量
size 大小
page 页面
example 示例
question issue 问题
answer 答案
random 随机
`

// longestForeign is how many characters a word of a script without spaces may have in foreign.
const longestForeign = 6

// parseForeign turns the table around: a foreign word -> its English.
func parseForeign(table string) map[string]string {
	english := map[string]string{}
	for line := range strings.Lines(table) {
		var meaning []string
		for word := range strings.FieldsSeq(line) {
			if word[0] < utf8.RuneSelf {
				meaning = append(meaning, word)
			} else {
				english[word] = " " + strings.Join(meaning, " ")
			}
		}
	}
	return english
}

// gloss is the English for the foreign words in a text: of scripts without spaces the longest ones that begin where the last one ended, of others the whole words.
func (l *lexicon) gloss(text string) string {
	i := strings.IndexFunc(text, foreignLetter)
	if i < 0 {
		return ""
	}
	var out strings.Builder
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			end := i + strings.IndexFunc(text[i:]+" ", func(r rune) bool { return !unicode.IsLetter(r) })
			out.WriteString(l.foreign[strings.ToLower(text[i:end])])
			i = max(end, i+size) // some of the script are marks, and no word begins with them
		case foreignLetter(r):
			word := l.longestAt(text[i:])
			out.WriteString(l.foreign[word])
			i += max(size, len(word))
		default:
			i += size
		}
	}
	return out.String()
}

// longestAt is the longest word of the table that a text of a script without spaces begins with, "" if there is none.
func (l *lexicon) longestAt(text string) string {
	longest, end := "", 0
	for range longestForeign {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !foreignLetter(r) {
			break
		}
		end += size
		if l.foreign[text[:end]] != "" {
			longest = text[:end]
		}
	}
	return longest
}

// foreignLetter reports whether r is of a script that foreign has words of.
func foreignLetter(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Cyrillic) || r == 'ー'
}
