/** Texts of the frame around the staff's pages. */
export const shell = {
  console: {
    title: "Кабинет сотрудника",
    forbidden: "У вашей роли нет доступа к этому разделу. Роли сотрудников назначает администратор.",
  },
  who: {
    cli: "{{name}}, командная строка",
    token: "токен {{name}}",
    anonymous: "без входа",
    job: "задание {{name}}",
    program: "программа",
  },
  office: {
    "my-work": "Моя работа",
    requests: "Запросы",
    suspense: "Невыясненные поступления",
    proposals: "Решают двое",
    halts: "Остановки",
    "bank-files": "Выписки",
    quarantine: "Карантин",
    "accrual-failures": "Не начисляется",
    "waiting-documents": "Ждут документов",
    "sign-ins": "Вход пользователей",
    "security-events": "Безопасность",
    acts: "Журнал действий",
    payers: "Плательщики",
    none: "Для вашей роли здесь пока нет разделов",
    noneHint: "Разделы кабинета открываются по роли сотрудника. Роли назначает администратор.",
    notStaff: "Этот кабинет для сотрудников",
    notStaffHint: "Вы вошли как клиент: ваши проекты и документы — в консоли клиента.",
    toCustomer: "В консоль клиента",
  },
};
