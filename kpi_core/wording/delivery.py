"""Words of sending reports, and of reports for the screen."""

SENTENCES: dict[str, tuple[str, str]] = {
    "help_report_output_format": (
        "Вид: pdf или html — один файл для телефона и экрана, светлый или тёмный по настройке системы.",
        "Form: pdf, or html: one file for phone and screen, light or dark as the system is.",
    ),
    "help_report_output": (
        "Куда записать отчёт; имя на .html — страница для экрана.",
        "Where to write the report; a name that ends in .html makes a page for the screen.",
    ),
    "example_report_output": ("--output отчёты/октябрь.pdf", "--output reports/october.pdf"),
    "example_report_output_format": ("--format html", "--format html"),
    "help_batch_output_format": (
        "Вид отчётов: pdf или html — файл для телефона и экрана.",
        "Form of the reports: pdf, or html for phone and screen.",
    ),
    "example_batch_output_format": ("--format html", "--format html"),
    "help_email": (
        "Отправить отчёт по этим адресам. Сервер — в переменных KPI_SMTP_HOST, KPI_SMTP_USER, KPI_SMTP_PASSWORD,"
        " KPI_SMTP_FROM, KPI_SMTP_PORT, KPI_SMTP_SECURITY. Отчёт с ошибками в данных не уходит: код выхода 3.",
        "Send the report to these addresses. The server is named by the variables KPI_SMTP_HOST, KPI_SMTP_USER,"
        " KPI_SMTP_PASSWORD, KPI_SMTP_FROM, KPI_SMTP_PORT, KPI_SMTP_SECURITY. A report with errors in its data is held"
        " back: exit code 3.",
    ),
    "example_email": ("--email director@firma.ru,anna@firma.ru", "--email director@firm.com,anna@firm.com"),
    "help_approve": (
        "Отправить и отчёт, в данных которого есть ошибки.",
        "Send a report even where its data has errors.",
    ),
    "example_approve": (
        "kpi report магазин.xlsx --email director@firma.ru --approve",
        "kpi report shop.xlsx --email director@firm.com --approve",
    ),
    "help_standard": (
        "Стандарт PDF: pdf/a-3a — для архива, с данными внутри, pdf/ua-1 — для чтения вслух, none.",
        "Standard of the PDF: pdf/a-3a to archive, with the data inside, pdf/ua-1 for screen readers, none.",
    ),
    "example_standard": ("--standard pdf/ua-1", "--standard pdf/ua-1"),
    "delivery_standard_html": (
        "--standard {value} — вид PDF: уберите его или --format html.",
        "--standard {value} is a kind of PDF: drop it, or --format html.",
    ),
    "delivery_sending": ("Отправляю…", "Sending…"),
    "delivery_sent": ("Отправлено: {to}.", "Sent to {to}."),
    "delivery_held": (
        "Не отправлено, {name}: проверки данных не пройдены ({count}). Отправить всё равно: --approve.",
        "Not sent, {name}: data checks failed ({count}). To send it all the same: --approve.",
    ),
    "delivery_more": ("и ещё {count}; все покажет kpi check", "and {count} more; kpi check shows all of them"),
    "delivery_approve_alone": (
        "--approve отпускает письмо: добавьте --email с адресами.",
        "--approve lets a letter go: add --email with addresses.",
    ),
    "delivery_send_missing": (
        "--approve отпускает письма: добавьте --send.",
        "--approve lets letters go: add --send.",
    ),
    "mail_attached": ("Отчёт — во вложении.", "The report is attached."),
    "mail_address": (
        "«{value}» — не адрес почты: нужен вид имя@домен, адреса через запятую, без имён и скобок.",
        "“{value}” is no mail address: write name@domain, addresses divided by commas, without names or brackets.",
    ),
    "mail_nobody": ("Не сказано, кому отправить: нужен хотя бы один адрес.", "Nobody to send to: name an address."),
    "mail_no_host": (
        "Не сказано, через какой сервер отправлять: задайте переменную KPI_SMTP_HOST (и KPI_SMTP_USER,"
        " KPI_SMTP_PASSWORD, KPI_SMTP_FROM).",
        "No mail server is named: set the variable KPI_SMTP_HOST (and KPI_SMTP_USER, KPI_SMTP_PASSWORD,"
        " KPI_SMTP_FROM).",
    ),
    "mail_port": (
        "KPI_SMTP_PORT={value} — не номер порта: обычно 587 (STARTTLS) или 465 (SSL).",
        "KPI_SMTP_PORT={value} is no port: it is 587 (STARTTLS) or 465 (SSL) as a rule.",
    ),
    "mail_security": (
        "KPI_SMTP_SECURITY={value} неизвестно; бывает {known}. Может быть, {near}?",
        "KPI_SMTP_SECURITY={value} is not known; there are {known}. Perhaps {near}?",
    ),
    "mail_no_sender": (
        "Не сказано, от кого письмо: задайте переменную KPI_SMTP_FROM.",
        "Nobody to send as: set the variable KPI_SMTP_FROM.",
    ),
    "mail_open_line": (
        "KPI_SMTP_SECURITY=none передал бы пароль открыто: уберите KPI_SMTP_USER или выберите starttls либо ssl.",
        "KPI_SMTP_SECURITY=none would show the password to anybody: drop KPI_SMTP_USER, or choose starttls or ssl.",
    ),
    "mail_letters_login": (
        "В KPI_SMTP_USER или KPI_SMTP_PASSWORD есть буквы не из латиницы, почтовый вход их не передаёт: задайте другой"
        " пароль, например пароль приложения.",
        "KPI_SMTP_USER or KPI_SMTP_PASSWORD has letters that are not Latin, which a mail login cannot carry: set"
        " another password, one for programs for instance.",
    ),
    "mail_unreachable": (
        "Сервер почты {host}:{port} недоступен ({why}): проверьте KPI_SMTP_HOST, KPI_SMTP_PORT и сеть.",
        "The mail server {host}:{port} cannot be reached ({why}): check KPI_SMTP_HOST, KPI_SMTP_PORT and the network.",
    ),
    "mail_hung_up": (
        "Сервер почты {host}:{port} прервал разговор: проверьте KPI_SMTP_PORT и KPI_SMTP_SECURITY (465 — ssl, 587 —"
        " starttls).",
        "The mail server {host}:{port} hung up: check KPI_SMTP_PORT and KPI_SMTP_SECURITY (465 is ssl, 587 starttls).",
    ),
    "mail_not_secure": (
        "Соединение с {host}:{port} не защищено ({why}): проверьте KPI_SMTP_HOST, KPI_SMTP_PORT и KPI_SMTP_SECURITY;"
        " свой сертификат укажите в SSL_CERT_FILE.",
        "The line to {host}:{port} is not secure ({why}): check KPI_SMTP_HOST, KPI_SMTP_PORT and KPI_SMTP_SECURITY;"
        " name a certificate of your own in SSL_CERT_FILE.",
    ),
    "mail_no_starttls": (
        "Сервер {host}:{port} не умеет STARTTLS, и открыто ничего не отправлено: попробуйте KPI_SMTP_SECURITY=ssl.",
        "The server {host}:{port} has no STARTTLS, and nothing was sent in the open: try KPI_SMTP_SECURITY=ssl.",
    ),
    "mail_no_login": (
        "Сервер {host}:{port} не принимает входа: уберите KPI_SMTP_USER или смените порт.",
        "The server {host}:{port} takes no login: drop KPI_SMTP_USER, or try another port.",
    ),
    "mail_letters": (
        "Сервер {host}:{port} не знает адресов не из латинских букв: напишите их латиницей.",
        "The server {host}:{port} does not know addresses in other than Latin letters: write them in Latin ones.",
    ),
    "mail_login": (
        "Сервер {host}:{port} не принял логин или пароль (код {number}): проверьте KPI_SMTP_USER и KPI_SMTP_PASSWORD;"
        " часто нужен отдельный пароль приложения.",
        "The server {host}:{port} refused user or password (code {number}): check KPI_SMTP_USER and KPI_SMTP_PASSWORD;"
        " often a password of its own for programs is needed.",
    ),
    "mail_sender": (
        "Сервер не принял отправителя {sender} ({answer}): проверьте KPI_SMTP_FROM.",
        "The server refused the sender {sender} ({answer}): check KPI_SMTP_FROM.",
    ),
    "mail_refused": (
        "Сервер не принял адреса {refused} ({answer}): письмо не отправлено никому, проверьте адреса.",
        "The server refused {refused} ({answer}): nobody has got the letter; check the addresses.",
    ),
    "mail_partly": (
        "Сервер не принял адреса {refused} ({answer}); остальным письмо отправлено. Проверьте адреса.",
        "The server refused {refused} ({answer}); the others have got the letter. Check the addresses.",
    ),
    "mail_failed": (
        "Сервер {host}:{port} не принял письмо: {answer}.",
        "The server {host}:{port} refused the letter: {answer}.",
    ),
}
