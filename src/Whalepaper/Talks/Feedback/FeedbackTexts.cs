namespace Whalepaper.Talks.Feedback;

/// <summary>The texts about what listeners tell the presenters of a talk.</summary>
public sealed class FeedbackTexts;
