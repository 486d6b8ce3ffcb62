namespace Whalepaper.Watching;

/// <summary>The words of the page that says how the house does; they lie beside it, in each language.</summary>
public sealed class WatchingTexts;
