/** Of what one is asked, on whatever page one is. */
export const asked = {
  asked: {
    label: "Ждёт вашего ответа",
    invitation: "{{by}} приглашает вас в проект «{{project}}» ({{pid}}). Роль: {{role}}.",
    ownerChange:
      "{{by}} предлагает вам стать владельцем проекта «{{project}}» ({{pid}}). Вы поменяетесь ролями; учётная запись, плательщик и его документы останутся у прежнего владельца.",
    accept: "Принять",
    consent: "Согласиться",
    decline: "Отказаться",
  },
};
