namespace Whalepaper.Notices;

/// <summary>The words of the outbox, of inboxes and of addresses that refuse; they lie beside it, in each language.</summary>
public sealed class NoticeTexts;
