import NIOCore
import NIOHTTPTypes

/// Closes a connection that takes too long: to ask, in whatever small steps, or to be answered.
///
/// On one event loop alone.
final class ConnectionDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// From the connection, or the answer before, to the end of a request's headers.
  private let idle = TimeAmount.seconds(15)
  /// From there to the end of the answer.
  private let total = TimeAmount.seconds(30)
  private var task: Scheduled<Void>?

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { expect(within: idle, context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    expect(within: idle, context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    task?.cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { task?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { expect(within: total, context) }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { expect(within: idle, context) }
    context.write(data, promise: promise)
  }

  private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
    task?.cancel()
    let channel = context.channel
    task = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
