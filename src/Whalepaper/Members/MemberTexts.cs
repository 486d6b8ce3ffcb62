namespace Whalepaper.Members;

/// <summary>The words about people.</summary>
public sealed class MemberTexts;
