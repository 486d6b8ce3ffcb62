namespace Whalepaper.Notices.Chat;

/// <summary>The words of the pages on which the group's chats are set up; they lie beside it, in each language.</summary>
public sealed class ChatTexts;
