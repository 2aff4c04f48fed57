export const quarantine = {
  quarantine: {
    title: "Карантин",
    lead: "События потребления, которые не удалось учесть: у каждого написано, почему. Новые — сверху.",
    event: "Событие и отправитель",
    reason: "Почему не учтено",
    receivedAt: "Получено, UTC",
    asSent: "Содержание события",
    state: "Состояние",
    state_waiting: "Ждут решения",
    state_released: "Учтены",
    state_dismissed: "Отклонены",
    decided: "решение: {{by}}, {{at}} UTC",
    empty: "Событий нет",
    empty_waiting: "Все события потребления учтены или разобраны.",
    empty_released: "Ни одно событие из карантина ещё не учли.",
    empty_dismissed: "Ни одно событие из карантина ещё не отклонили.",
  },
};
