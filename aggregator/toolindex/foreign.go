package toolindex

// foreign lists words of other languages with the English ones of the same meaning: tools described in Chinese, Japanese
// or Russian are asked for in English, and the other way round. A word of a script without spaces is two letters long.
const foreign = `
weather 天气 气象 気象 天気 погода
forecast 预报 予報 прогноз
temperature 温度 气温 температура
news 新闻 资讯 快讯 ニュース новости
article 文章 記事 статья
hot trending 热榜 热门 热搜 热点
rank ranking 排行 榜单 排名 рейтинг
train railway 火车 列车 高铁 鉄道 поезд
station 车站 站点 駅
ticket 车票 余票 票务 билет
flight 航班 飞行 рейс
hotel 酒店 宾馆 отель
travel trip 旅行 旅游 出行 путешествие
route 路线 路径 маршрут
map 地图 карта
location place 位置 地点 место
address 地址 адрес
city 城市 город
distance 距离
stock 股票 股市 株価 акции
fund 基金
price 价格 单价 价钱 цена
currency exchange 汇率 货币 валюта
finance 金融 财经
bank 银行 банк
company 公司 企业 компания
calendar 日历 黄历 カレンダー календарь
almanac 黄历 农历
date 日期 дата
time 时间 時間 время
birth 出生 生日
fortune astrology horoscope 八字 命理 运势 星座 算命 占い гороскоп
file 文件 ファイル файл
folder directory 目录 папка
document 文档 文書 документ
image picture 图片 图像 照片 画像 изображение картинка
video 视频 動画 видео
music song 音乐 歌曲 音楽 музыка песня
movie film 电影 映画 фильм
book 书籍 图书 книга
game 游戏 ゲーム игра
card 卡片 卡牌
recipe 菜谱 食谱 レシピ рецепт
dish cook food 菜品 做菜 烹饪 食物 美食 料理 блюдо еда
ingredient 食材 原料 材料
recommend 推荐 おすすめ рекомендовать
search 搜索 查询 查找 检索 検索 поиск найти искать
get 获取 取得 получить
list 列表 列出 一覧 список
create 创建 新建 作成 создать
delete 删除 削除 удалить
update 更新 修改 обновить изменить
send 发送 送信 отправить
read 读取 阅读 прочитать читать
write 写入 编写 записать написать
download 下载 скачать
upload 上传 загрузить
run execute 执行 运行 запустить выполнить
convert 转换 変換 конвертировать
calculate 计算 計算 вычислить посчитать
analyze analysis 分析 анализ
translate translation 翻译 翻訳 перевод перевести
summarize summary 总结 摘要 要約 сводка
generate 生成 сгенерировать
message 消息 信息 メッセージ сообщение
email mail 邮件 邮箱 メール письмо почта
user 用户 ユーザー пользователь
account 账户 账号 счет аккаунт
password 密码 пароль
data 数据 データ данные
database 数据 据库 база
table 表格 таблица
chart 图表 график
code 代码 код
project 项目 проект
task 任务 задача
event 活动 事件 событие
meeting 会议 встреча
order 订单 заказ
product 产品 商品 товар
shopping 购物 покупка
review 评论 отзыв
health medical 健康 医疗 здоровье
doctor 医生 врач
drug medicine 药品 药物 лекарство
law 法律 закон
job 工作 职位 работа
school 学校 школа
history 历史 歴史 история
web website page 网页 网站 сайт страница
url link 链接 ссылка
question answer 问答 知乎
video 抖音 哔哩
technology 科技 数码
detail 详情 详细
name 名称 名字 имя
number 号码 数字 число
today 今天 今日 сегодня
latest 最新 последние
`
