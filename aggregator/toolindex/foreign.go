package toolindex

// foreign lists words of other languages behind the English of the same meaning: tools described in Chinese, Japanese or Russian are asked for in English, and the
// other way round. It holds general vocabulary: what is done, with what, of what kind; names only of what half the world uses.
const foreign = `
don 不要 请勿 不用 不必 无需 切勿 не
without без
not しないで せずに しない 마세요 말고 말아
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
to cancel 取消 キャンセル отменить
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
to book 书籍 图书 книга
game 游戏 ゲーム игра
card 卡片 卡牌
recipe 菜谱 食谱 レシピ рецепт
dish 菜品
dish cook food 做菜 料理 блюдо еда
cooking 烹饪
food 食物 美食
ingredient 食材 原料 材料
to recommend 推荐 おすすめ рекомендовать
to search 搜索 検索 поиск найти искать
to query search 查询
to find search 查找
to search retrieve 检索
to get fetch 获取
to get 取得 получить
list 列表 列出 一覧 список
to create 创建 作成 создать
to create new 新建
to delete 删除 削除 удалить
to update 更新 обновить изменить
to update edit 修改
to send 发送 送信 отправить
to read 读取 прочитать читать
reading 阅读
to write 写入 编写 записать написать
to download 下载 скачать
to upload 上传 загрузить
to execute run 执行
to run 运行
to run execute запустить выполнить
to convert 转换 変換 конвертировать
to calculate compute 计算
to calculate 計算 вычислить посчитать
to analyze analysis 分析 анализ
to translate 翻译
to translate translation 翻訳 перевод перевести
to summarize 总结
summary 摘要
to summarize summary 要約 сводка
to generate 生成 сгенерировать
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
to view show 查看
to return 返回
to add 添加 新增 增加
to insert 插入
to remove 移除
to clear 清空
to edit 编辑
to set 设置
configuration 配置
to save 保存
to open 打开
to close 关闭
to start 启动
to stop 停止
to restart 重启
to receive 接收
to publish 发布
to submit 提交
to import 导入
to export 导出
to copy 复制
to move 移动
to rename 重命名
to merge 合并
to split 拆分
statistics 统计
to compare 比较 对比
to check 检查
to verify validate 验证
to test 测试
forecast predict 预测
to recognize 识别
to extract 提取
to parse 解析
to sort 排序
to filter 筛选 过滤
to monitor 监控
to login 登录
to register 注册
to subscribe 订阅
to like 点赞
favorite 收藏
to share 分享
to buy 购买
to pay payment 支付
to book booking 预订
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
to show 显示 看看 给我看 顯示 表示 見せて 見せる 教えて 보여 알려 покажи показать покажите выведи
to list 列举 列舉 列表显示 전부 перечисли перечислить
to see 我想看 看一下
which 哪些 哪个 哪 哪一 どの どれ 어떤 어느 какие какой какая какое каких
what 什么 什麼 有什么 何 なに 뭐 무엇
how many 多少 几个 いくつ 몇 сколько
how 如何 怎么 怎样 怎麼 どうやって どう 어떻게 как
is it 是否 有没有 会不会 можно ли
should i 应该 應該 该不该 需不需要 削除するべき стоит
can you 请帮我 帮我 可以帮我 можешь можете
to delete 删掉 刪除 清除 销毁 抹掉 去掉 消して 消す 取り除いて 取り除く 삭제 지워 지우 없애 удали удалите удаляй сотри стереть уничтожь уничтожить
to remove 卸载 解除安装 제거 убери убрать
may it deleted 可以删除吗 能删除吗 可以删吗 能删吗
to clear 清理 空にして 비워 очисти очистить
deleted 已删除 被删除 已刪除 删除的 删了 删除了 削除された 削除済み 削除しても 削除すべき 삭제된 삭제해도 удалять удаленные удалённые удаленных удалённых удален удалён
to create 建立 新增一个 作って 作る 生成して 만들 생성 создай создайте сделай
to add 加上 追加 추가 добавь добавить добавьте
to update 更改 变更 改成 變更 変更 編集 변경 수정 업데이트 измени измените обнови
to rename 改名 名前を変更 переименуй переименовать
to send 发给 發送 送って 送る 보내 전송 отправь отправьте пошли
to search 找到 找出 寻找 搜尋 探して 探す 検索して 검색 찾아 찾기 найди найдите ищи
to open 開いて 開く 열어 открой открыть
to close 閉じて 閉じる 닫아 закрой закрыть
to start 起動 開始 시작 запусти
to stop 停止して 停止する 중지 останови остановить
to restart 再起動 재시작 перезапусти перезапустить
to run 実行 실행 выполни
to copy 复制到 コピー 복사 скопируй скопировать
to move 移到 移動 이동 перемести переместить
to save 保存する 저장 сохрани сохранить
to download 下載 ダウンロード 다운로드 скачай
to upload 上傳 アップロード 업로드 загрузи
to cancel 取消掉 취소 отмени
to check 查一下 確認 확인 проверь проверить
to translate 번역 переведи
to read 読んで 読む 읽어 прочитай
to write 写一 書いて 書く 써줘 напиши
disk 磁盘 硬盘 磁碟 ディスク 디스크 диск диски дисков
branch 分支 ブランチ 브랜치 ветка ветку ветки
folder 資料夾 フォルダ フォルダー 폴더 папку папки
file 檔案 파일 файлы файла
user ユーザ 사용자 пользователя пользователей
message 訊息 메시지 сообщения
email mail 電子郵件 이메일 письма
database 資料庫 データベース 데이터베이스 базу
table テーブル 테이블 таблицу таблицы
image 이미지 画像を
event イベント 이벤트 일정
calendar 캘린더 달력
note 备忘 ノート メモ 노트 заметка заметку заметки
task タスク 작업 задачу задачи
weather 날씨
forecast 일기예보
news 뉴스
server サーバー サーバ 서버 сервер сервера серверы
customer 顧客 고객 клиент клиента клиентов
order 注文 주문
invoice 发票 請求書 송장 청구서 счёт
container 容器 コンテナ 컨테이너 контейнер контейнеры
list 목록 리스트
webpage page ページ 페이지
price 가격
location 위치
restaurant 식당 レストラン ресторан
movie film 영화
song music 노래 음악
`
