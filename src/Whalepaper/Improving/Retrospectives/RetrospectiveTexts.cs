namespace Whalepaper.Improving.Retrospectives;

/// <summary>The words of looking back on a topic; they lie beside it, in each language.</summary>
public sealed class RetrospectiveTexts;
