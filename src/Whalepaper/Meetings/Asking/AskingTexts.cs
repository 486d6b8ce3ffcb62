namespace Whalepaper.Meetings.Asking;

/// <summary>The texts about questions, answers, votes and what of the outline was covered.</summary>
public sealed class AskingTexts;
