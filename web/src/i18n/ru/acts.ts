/** What both consoles say of acts. */
export const act = {
  act: {
    refused: "Отказано",
    refusedOnly: "Только отказы",
    class: "О чём",
    all: "Все",
    class_money: "Деньги",
    class_rights: "Права",
    class_details: "Реквизиты",
    class_prices: "Цены",
    class_documents: "Документы",
  },
};
