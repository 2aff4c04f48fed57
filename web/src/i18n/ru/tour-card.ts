/** What is said around each step of a tour. */
export const tourCard = {
  tourCard: {
    again: "Экскурсия по консоли",
    place: "Шаг {{place}} из {{of}}",
    back: "Назад",
    next: "Дальше",
    done: "Готово",
    end: "Закончить экскурсию",
  },
};
