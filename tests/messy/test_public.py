"""Public data sets by their header lines, with a few rows made by hand."""
# ruff: noqa: E501  the rows of files stand as they are

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
import xlsxwriter

from tests.messy.files import check, write

CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


@case
def online_retail_xlsx(d):
    """UCI Online Retail II: xlsx, one sheet per year"""
    p = d / "online_retail_II.xlsx"
    b = xlsxwriter.Workbook(str(p))
    f = b.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    head = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
    rnd = random.Random(1)
    want = {}
    rev = 0
    orders = set()
    cust = set()
    per = {}
    for y, name in ((2009, "Year 2009-2010"), (2010, "Year 2010-2011")):
        s = b.add_worksheet(name)
        s.write_row(0, 0, head)
        r = 1
        for n in range(60):
            inv = 489434 + (y - 2009) * 1000 + n
            c = rnd.choice([13085.0, 13078.0, 15362.0, 17850.0, None])
            day = dt.datetime(y, 12, 1) + dt.timedelta(days=n // 2, minutes=n)
            for _ in range(rnd.randint(1, 4)):
                q = rnd.randint(1, 12)
                pr = rnd.choice([6.95, 2.10, 1.25, 0.85])
                s.write(r, 0, inv)
                s.write(r, 1, rnd.choice(["85048", 22041.0, "POST"]))
                s.write(r, 2, "LIGHTS")
                s.write(r, 3, q)
                s.write_datetime(r, 4, day, f)
                s.write(r, 5, pr)
                if c:
                    s.write(r, 6, c)
                s.write(r, 7, "United Kingdom")
                r += 1
                rev += round(q * pr, 2)
                per[day.strftime("%Y-%m")] = per.get(day.strftime("%Y-%m"), 0) + round(q * pr, 2)
                orders.add(inv)
                cust.add(c)
            if n % 20 == 7:
                s.write(r, 0, f"C{inv}")
                s.write(r, 1, "22041")
                s.write(r, 2, "RETURN")
                s.write(r, 3, -2)
                s.write_datetime(r, 4, day, f)
                s.write(r, 5, 2.10)
                if c:
                    s.write(r, 6, c)
                s.write(r, 7, "United Kingdom")
                r += 1
                per[day.strftime("%Y-%m")] = per.get(day.strftime("%Y-%m"), 0)
                want["refund"] = want.get("refund", 0) + 4.20
    b.close()
    want.pop("refund")
    return p, {
        ("revenue",): round(rev, 2),
        ("finding", "cancellations_left_out"): True,
        ("orders",): len(orders),
        **{("revenue", m): round(v, 2) for m, v in per.items()},
        ("customers",): len(cust - {None}),
    }


@case
def online_retail_csv(d):
    """the Kaggle CSV: InvoiceNo, UnitPrice, CustomerID, m/d/Y H:M, cp1252"""
    t = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n"
    t += "536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\r\n"
    t += "536365,71053,WHITE METAL LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom\r\n"
    t += '536366,22633,"HAND WARMER, UNION JACK",6,12/1/2010 8:28,1.85,17850,United Kingdom\r\n'
    t += "C536379,D,Discount,-1,12/1/2010 9:41,27.5,14527,United Kingdom\r\n"
    t += "536370,22728,ALARM CLOCK BAKELIKE PINK,24,12/14/2010 8:45,3.75,12583,France\r\n"
    t += "536371,POST,POSTAGE \u00a3,3,12/14/2010 8:45,18,,France\r\n"
    return write(d / "data.csv", t, "cp1252"), {
        ("revenue", "2010-12"): 6 * 2.55 + 6 * 3.39 + 6 * 1.85 + 24 * 3.75 + 54,
        ("finding", "cancellations_left_out"): True,
        ("orders", "2010-12"): 4,
    }


@case
def superstore(d):
    t = "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\r\n"
    t += "1,CA-2016-152156,11/8/2016,11/11/2016,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,South,FUR-BO-10001798,Furniture,Bookcases,Bush Somerset Collection Bookcase,261.96,2,0,41.9136\r\n"
    t += '2,CA-2016-152156,11/8/2016,11/11/2016,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,South,FUR-CH-10000454,Furniture,Chairs,"Hon Deluxe, Stacking Chairs",731.94,3,0,219.582\r\n'
    t += "3,CA-2016-138688,6/12/2016,6/16/2016,Second Class,DV-13045,Darrin Van Huff,Corporate,United States,Los Angeles,California,90036,West,OFF-LA-10000240,Office Supplies,Labels,Self-Adhesive,14.62,2,0,6.8714\r\n"
    t += "4,US-2015-108966,10/11/2015,10/18/2015,Standard Class,SO-20335,Sean O'Donnell,Consumer,United States,Fort Lauderdale,Florida,33311,South,FUR-TA-10000577,Furniture,Tables,Bretford,957.5775,5,0.45,-383.031\r\n"
    t += "5,CA-2015-115812,6/25/2015,6/29/2015,Standard Class,BH-11710,Brosina Hoffman,Consumer,United States,Los Angeles,California,90032,West,FUR-FU-1,Furniture,Furnishings,Eldon,48.86,7,0,14.1694\r\n"
    return write(d / "Sample - Superstore.csv", t, "cp1252"), {
        ("revenue",): 261.96 + 731.94 + 14.62 + 957.5775 + 48.86,
        ("orders",): 4,
        ("customers",): 4,
        ("revenue", "2016-11"): 993.9,
        ("items",): 19,
        ("revenue", "2016-06"): 14.62,
        ("finding", "status_unknown"): False,  # State is Kentucky here
    }


@case
def superstore_two_digit(d):
    t = "Row ID;Order ID;Order Date;Customer ID;Sales;Quantity;Discount;Profit\r\n1;A-1;08.11.2016;C1;261,96;2;0;41,9\r\n2;A-1;08.11.2016;C1;731,94;3;0;219,5\r\n3;A-2;12.06.2016;C2;14,62;2;0;6,8\r\n"
    return write(d / "superstore_ru.csv", t), {("revenue",): 1008.52, ("orders",): 2}


@case
def olist_folder(d):
    write(
        d / "olist_orders_dataset.csv",
        '"order_id","customer_id","order_status","order_purchase_timestamp","order_approved_at","order_delivered_carrier_date","order_delivered_customer_date","order_estimated_delivery_date"\n'
        "e481f51cbdc54678b7cc49136f2d6af7,9ef432eb6251297304e76186b10a928d,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-04 19:55:00,2017-10-10 21:25:13,2017-10-18 00:00:00\n"
        "53cdb2fc8bc7dce0b6741e2150273451,b0830fb4747a6c6d20dea0b8c802d7ef,delivered,2018-07-24 20:41:37,2018-07-26 03:24:27,2018-07-26 14:31:00,2018-08-07 15:27:45,2018-08-13 00:00:00\n"
        "a4591c265e18cb1dcee52889e2d8acc3,503740e9ca751ccdda7ba28e9ab8f608,canceled,2018-07-25 12:00:00,,,,2018-08-13 00:00:00\n",
    )
    write(
        d / "olist_order_payments_dataset.csv",
        '"order_id","payment_sequential","payment_type","payment_installments","payment_value"\n'
        "e481f51cbdc54678b7cc49136f2d6af7,1,credit_card,1,18.12\ne481f51cbdc54678b7cc49136f2d6af7,2,voucher,1,20.59\n53cdb2fc8bc7dce0b6741e2150273451,1,boleto,1,141.46\na4591c265e18cb1dcee52889e2d8acc3,1,boleto,1,50.00\n",
    )
    write(
        d / "olist_order_items_dataset.csv",
        '"order_id","order_item_id","product_id","seller_id","shipping_limit_date","price","freight_value"\n'
        "e481f51cbdc54678b7cc49136f2d6af7,1,87285b34884572647811a353c7ac498a,3504c0cb71d7fa48d967e0e4c94d59d9,2017-10-06 11:07:15,29.99,8.72\n"
        "53cdb2fc8bc7dce0b6741e2150273451,1,595fac2a385ac33a80bd5114aec74eb8,289cdb325fb7e7f891c38608bf9e0962,2018-07-30 03:24:27,118.70,22.76\n",
    )
    write(
        d / "olist_customers_dataset.csv",
        '"customer_id","customer_unique_id","customer_zip_code_prefix","customer_city","customer_state"\n9ef432eb6251297304e76186b10a928d,7c396fd4830fd04220f754e42b4e5bff,03149,sao paulo,SP\n',
    )
    return d, {
        ("orders",): 2,
        ("finding", "lines_joined"): True,
        ("revenue", "2017-10"): 18.12 + 20.59,
        ("revenue", "2018-07"): 141.46,
    }


@case
def kag_facebook(d):
    t = "ad_id,xyz_campaign_id,fb_campaign_id,age,gender,interest,Impressions,Clicks,Spent,Total_Conversion,Approved_Conversion\n708746,916,103916,30-34,M,15,7350,1,1.43,2,1\n708749,916,103917,30-34,M,16,17861,2,1.82,2,0\n708771,916,103920,30-34,M,20,693,0,0,1,0\n"
    return write(d / "KAG_conversion_data.csv", t), "даты в ней нет"


@case
def kag_dated(d):
    t = "ad_id,reporting_start,reporting_end,campaign_id,fb_campaign_id,age,gender,interest1,interest2,interest3,impressions,clicks,spent,total_conversion,approved_conversion\n708746,17/08/2017,17/08/2017,916,103916,30-34,M,15,17,17,7350.0,1,1.43,2.0,1.0\n708749,17/08/2017,17/08/2017,916,103917,30-34,M,16,19,21,17861.0,2,1.82,2.0,0.0\n708771,30/08/2017,30/08/2017,916,103920,30-34,M,20,25,22,693.0,0,0.0,1.0,0.0\n"
    return write(d / "data.csv", t), {
        ("spend",): 3.25,
        ("clicks",): 3,
        ("impressions",): 25904,
        ("spend", "2017-08"): 3.25,
    }


@case
def marketing_campaign(d):
    t = "ID\tYear_Birth\tEducation\tMarital_Status\tIncome\tKidhome\tTeenhome\tDt_Customer\tRecency\tMntWines\tNumDealsPurchases\tNumWebPurchases\tZ_CostContact\tZ_Revenue\tResponse\n5524\t1957\tGraduation\tSingle\t58138\t0\t0\t04-09-2012\t58\t635\t3\t8\t3\t11\t1\n2174\t1954\tGraduation\tSingle\t46344\t1\t1\t08-03-2014\t38\t11\t2\t1\t3\t11\t0\n"
    return write(d / "marketing_campaign.csv", t), "не найдено ни одной понятной таблицы"


@case
def lead_scoring(d):
    t = "Prospect ID,Lead Number,Lead Origin,Lead Source,Do Not Email,Do Not Call,Converted,TotalVisits,Total Time Spent on Website,Page Views Per Visit,Last Activity,Country\n7927b2df-8bba-4d29-b9a2-b6e0beafc620,660737,API,Olark Chat,No,No,0,0,0,0,Page Visited on Website,\n2a272436-5132-4136-86fa-dcc88c88f482,660728,API,Organic Search,No,No,0,5,674,2.5,Email Opened,India\n8cc8c611-a219-4f35-ad23-fdfd2656bd8a,660727,Landing Page Submission,Direct Traffic,No,No,1,2,1532,2,Email Opened,India\n"
    return write(d / "Lead Scoring.csv", t), "даты в ней нет"


@case
def bank_marketing(d):
    t = '"age";"job";"marital";"education";"default";"balance";"housing";"loan";"contact";"day";"month";"duration";"campaign";"pdays";"previous";"poutcome";"y"\n58;"management";"married";"tertiary";"no";2143;"yes";"no";"unknown";5;"may";261;1;-1;0;"unknown";"no"\n44;"technician";"single";"secondary";"no";29;"yes";"no";"unknown";5;"may";151;1;-1;0;"unknown";"no"\n'
    return write(d / "bank-full.csv", t), "непонятно, это продажи, расходы или лиды"


@case
def ecommerce_events(d):
    t = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde\n2019-10-01 00:02:00 UTC,purchase,3900821,2053013552326770905,appliances,aqua,33.20,554748717,9333dfbd\n2019-10-01 00:03:00 UTC,cart,3900821,2053013552326770905,appliances,aqua,33.20,554748717,9333dfbd\n"
    return write(d / "2019-Oct.csv", t), "не найдено ни одной понятной таблицы"


@case
def ga_merch(d):
    t = '# ----------------------------------------\n# All Web Site Data\n# Acquisition Channels\n# 20170801-20170831\n# ----------------------------------------\n\nDefault Channel Grouping,Users,New Users,Sessions,Bounce Rate,Pages / Session,Avg. Session Duration,Ecommerce Conversion Rate,Transactions,Revenue\nOrganic Search,"23,456","20,111","28,001",52.11%,3.92,00:02:11,0.52%,145,"$9,876.54"\nDirect,"10,002","9,000","12,345",45.00%,4.40,00:02:40,2.00%,250,"$21,000.00"\n,"33,458","29,111","40,346",50.00%,4.00,00:02:20,1.00%,395,"$30,876.54"\n\nDay Index,Users\n8/1/17,"1,100"\n8/2/17,"1,200"\n,"2,300"\n'
    return write(d / "Analytics All Web Site Data Channels 20170801-20170831.csv", t), {("visits", "2017-08"): 40346}


@case
def sales_data_sample(d):
    t = "ORDERNUMBER,QUANTITYORDERED,PRICEEACH,ORDERLINENUMBER,SALES,ORDERDATE,STATUS,QTR_ID,MONTH_ID,YEAR_ID,PRODUCTLINE,MSRP,PRODUCTCODE,CUSTOMERNAME,PHONE,COUNTRY,DEALSIZE\n10107,30,95.7,2,2871,2/24/2003 0:00,Shipped,1,2,2003,Motorcycles,95,S10_1678,Land of Toys Inc.,2125557818,USA,Small\n10121,34,81.35,5,2765.9,5/7/2003 0:00,Shipped,2,5,2003,Motorcycles,95,S10_1678,Reims Collectables,26.47.1555,France,Small\n10121,20,100,6,2000,5/7/2003 0:00,Shipped,2,5,2003,Motorcycles,95,S10_1678,Reims Collectables,26.47.1555,France,Small\n10300,1,50,1,50,6/6/2003 0:00,Cancelled,2,6,2003,Motorcycles,95,S10_1678,X,11,France,Small\n"
    return write(d / "sales_data_sample.csv", t, "cp1252"), {("revenue",): 7636.9, ("orders",): 2, ("customers",): 2}


@case
def supermarket_sales(d):
    t = "Invoice ID,Branch,City,Customer type,Gender,Product line,Unit price,Quantity,Tax 5%,Total,Date,Time,Payment,cogs,gross margin percentage,gross income,Rating\n750-67-8428,A,Yangon,Member,Female,Health and beauty,74.69,7,26.1415,548.9715,1/5/2019,13:08,Ewallet,522.83,4.761904762,26.1415,9.1\n226-31-3081,C,Naypyitaw,Normal,Female,Electronic accessories,15.28,5,3.82,80.22,3/8/2019,10:29,Cash,76.4,4.761904762,3.82,9.6\n631-41-3108,A,Yangon,Normal,Male,Home and lifestyle,46.33,7,16.2155,340.5255,1/27/2019,13:23,Credit card,324.31,4.76,16.2155,7.4\n"
    return write(d / "supermarket_sales - Sheet1.csv", t), {
        ("revenue",): 548.9715 + 80.22 + 340.5255,
        ("orders",): 3,
        ("revenue", "2019-03"): 80.22,
        ("cost_of_goods",): 522.83 + 76.4 + 324.31,
    }


@case
def retail_sales_dataset(d):
    t = "Transaction ID,Date,Customer ID,Gender,Age,Product Category,Quantity,Price per Unit,Total Amount\n1,2023-11-24,CUST001,Male,34,Beauty,3,50,150\n2,2023-02-27,CUST002,Female,26,Clothing,2,500,1000\n3,2023-01-13,CUST003,Male,50,Electronics,1,30,30\n"
    return write(d / "retail_sales_dataset.csv", t), {
        ("revenue",): 1180,
        ("orders",): 3,
        ("customers",): 3,
        ("revenue", "2023-11"): 150,
    }


@case
def amazon_sale_report(d):
    t = "index,Order ID,Date,Status,Fulfilment,Sales Channel ,ship-service-level,Style,SKU,Category,Size,ASIN,Courier Status,Qty,currency,Amount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,B2B,fulfilled-by,Unnamed: 22\n0,405-8078784-5731545,04-30-22,Cancelled,Merchant,Amazon.in,Standard,SET389,SET389-KR-NP-S,Set,S,B09KXVBD7Z,,0,INR,647.62,MUMBAI,MAHARASHTRA,400081,IN,,False,Easy Ship,\n1,171-9198151-1101146,04-30-22,Shipped - Delivered to Buyer,Merchant,Amazon.in,Standard,JNE3781,JNE3781-KR-XXXL,kurta,3XL,B09K3WFS32,Shipped,1,INR,406,BENGALURU,KARNATAKA,560085,IN,,False,Easy Ship,\n2,404-0687676-7273146,05-03-22,Shipped,Amazon,Amazon.in,Expedited,JNE3371,JNE3371-KR-XL,kurta,XL,B07WV4JV4D,Shipped,1,INR,329,NAVI MUMBAI,MAHARASHTRA,410210,IN,,True,,\n"
    return write(d / "Amazon Sale Report.csv", t), {("revenue",): 735, ("orders",): 2, ("revenue", "2022-05"): 329}


@case
def digital_ads_daily(d):
    t = "Campaign ID,Date,Channel,Impressions,Clicks,Cost,Conversions,Revenue\nC1,2024-03-01,Google Ads,10000,200,150.5,5,700\nC2,2024-03-01,Facebook,8000,100,99.5,3,400\nC1,2024-03-02,Google Ads,12000,240,160,6,900\n"
    return write(d / "marketing_performance.csv", t), {
        ("spend", "2024-03"): 410,
        ("clicks", "2024-03"): 540,
        ("spend", "2024-03", "Google Ads"): 310.5,
    }


@case
def ab_ads(d):
    t = "Campaign Name;Date;Spend [USD];# of Impressions;Reach;# of Website Clicks;# of Searches;# of View Content;# of Add to Cart;# of Purchase\nControl Campaign;1.08.2019;2280;82702;56930;7016;2290;2159;1819;618\nControl Campaign;2.08.2019;1757;121040;102513;8110;2033;1841;1219;511\n"
    return write(d / "control_group.csv", t), {
        ("spend", "2019-08"): 4037,
        ("clicks", "2019-08"): 15126,
        ("impressions", "2019-08"): 203742,
    }


@case
def cohort_customer_shopping(d):
    t = "invoice_no,customer_id,gender,age,category,quantity,price,payment_method,invoice_date,shopping_mall\nI138884,C241288,Female,28,Clothing,5,1500.4,Credit Card,5/8/2022,Kanyon\nI317333,C111565,Male,21,Shoes,3,1800.51,Debit Card,12/12/2021,Forum\nI127801,C266599,Male,20,Clothing,1,300.08,Cash,9/11/2021,Metrocity\nI173702,C988172,Female,66,Shoes,5,3000.85,Credit Card,16/05/2021,M\n"
    return write(d / "customer_shopping_data.csv", t), {("finding", "price_undecided"): True, ("revenue",): "no_data"}


@case
def instacart_like(d):
    t = "order_id,user_id,created_at,total,utm_source,utm_medium,is_test\n1001,5,2025-01-03T10:00:00Z,100.50,google,cpc,0\n1002,6,2025-01-05T10:00:00Z,50.25,yandex,cpc,0\n1003,5,2025-02-05T10:00:00Z,60,,,0\n"
    return write(d / "orders.csv", t), {
        ("revenue",): 210.75,
        ("orders", "2025-01"): 2,
        ("customers",): 2,
        ("revenue", "2025-01", "Google Ads"): 100.5,
    }


@case
def stripe_refunds(d):
    """Stripe: the day of the refund stands beside its amount"""
    t = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Refunded date (UTC),Status,Customer ID,Invoice ID\n"
    t += "ch_1,2025-01-30 10:00:00,100.00,100.00,usd,TRUE,2025-02-03 10:00:00,Refunded,cus_1,in_1\n"
    t += "ch_2,2025-01-31 10:00:00,80.00,20.00,usd,TRUE,2025-02-04 10:00:00,Partially Refunded,cus_2,in_2\n"
    t += "ch_3,2025-02-28 10:00:00,60.00,0.00,usd,TRUE,,Paid,cus_3,in_3\n"
    return write(d / "unified_payments.csv", t), {
        ("net_revenue", "2025-01"): 180,
        ("net_revenue", "2025-02"): -60,
        ("finding", "status_unknown"): False,
    }


@case
def refunded_without_an_amount(d):
    t = "Date,Order ID,Total,Status\n2025-01-30,1,100,Refunded\n2025-01-31,2,80,Paid\n"
    return write(d / "orders.csv", t), {("finding", "status_unknown"): True}


@case
def hubspot_contacts(d):
    """Two deals of one contact are one customer; «Original Source Type» is the channel"""
    t = "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date,Pipeline,Original Source Type,Associated Contact IDs\n"
    t += "9001,Deal 1,Closed won,2025-02-10 10:00,500,2025-01-15 09:00,Sales Pipeline,ORGANIC_SEARCH,5100\n"
    t += "9002,Deal 2,Closed won,2025-02-28 10:00,700,2025-01-31 09:00,Sales Pipeline,PAID_SEARCH,5100\n"
    return write(d / "hubspot-crm-exports-all-deals.csv", t), {
        ("customers", "2025-02"): 1,
        ("orders", "2025-02"): 2,
        ("revenue", "2025-02", "PAID_SEARCH"): 700,
    }


@case
def ga4_purchases(d):
    """A flat export of GA4's purchases: 20201101 is a day, source and medium make the channel"""
    t = "event_date,transaction_id,user_pseudo_id,session_source,session_medium,purchase_revenue,total_item_quantity\n"
    t += "20201101,T1,11.1,google,cpc,100,2\n20201115,T2,11.1,google,organic,50,1\n20201130,T3,12.1,(direct),(none),25,1\n"
    return write(d / "ga4.csv", t), {
        ("revenue", "2020-11"): 175,
        ("revenue", "2020-11", "Google Ads"): 100,
        ("customers", "2020-11"): 2,
        ("items", "2020-11"): 4,
    }


@case
def ga4_events(d):
    """A log of all events is no list of orders: a page that was viewed bought nothing"""
    t = "event_date,event_name,transaction_id,purchase_revenue\n20201101,page_view,,\n20201130,purchase,T1,50\n"
    return write(d / "events.csv", t), "даты в ней нет"


@pytest.mark.parametrize("name", CASES)
def test_file(name: str, tmp_path: Path):
    check(*CASES[name](tmp_path))
