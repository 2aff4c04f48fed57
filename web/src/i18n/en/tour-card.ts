/** What is said around each step of a tour. */
export const tourCard = {
  tourCard: {
    again: "Tour of the console",
    place: "Step {{place}} of {{of}}",
    back: "Back",
    next: "Next",
    done: "Done",
    end: "End the tour",
  },
};
