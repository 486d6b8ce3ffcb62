namespace Whalepaper.Members.Me;

/// <summary>The words of a member's own page; they lie beside it, in each language.</summary>
public sealed class MeTexts;
