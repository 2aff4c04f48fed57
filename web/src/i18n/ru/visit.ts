/** What stands over the pages of a customer whom staff visit (AUD-02). */
export const visit = {
  visit: {
    title: "Вы смотрите как клиент",
    as: "Вы смотрите как {{name}}, до {{until}}",
    only: "Изменить ничего нельзя. Причина для клиента:",
    leave: "Закончить",
  },
};
