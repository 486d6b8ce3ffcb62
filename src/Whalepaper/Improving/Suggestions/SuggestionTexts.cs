namespace Whalepaper.Improving.Suggestions;

/// <summary>The words of suggestions; they lie beside it, in each language.</summary>
public sealed class SuggestionTexts;
